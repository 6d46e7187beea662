package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;

/** The settings in force, for people. */
final class OwnSettings {

    private OwnSettings() {}

    /** Those of ours, without the one that is a secret. */
    static String text(Config config) {
        var shown = config.getString("bkm.api.token").isEmpty() ? "" : "***";
        return config.getConfig("bkm")
                .withValue("api.token", ConfigValueFactory.fromAnyRef(shown))
                .root()
                .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
    }
}
