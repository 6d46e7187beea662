package io.bkm.actors.endpoints;

import com.typesafe.config.Config;
import io.bkm.actors.placement.Roles;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One cluster for all tests of a class, as starting one takes seconds: a statefulset member and one that runs the
 * operator. What a test starts beside them leaves after it. For a class of which there is one instance.
 */
final class SharedCluster implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final TestCluster cluster = new TestCluster();
    private final TestNode spread;
    private TestNode operator;

    SharedCluster(Config settings) {
        spread = cluster.start(Roles.STATEFULSET, "", settings);
        operator = cluster.start(Roles.OPERATOR, "", settings);
    }

    TestCluster cluster() {
        return cluster;
    }

    TestNode spread() {
        return spread;
    }

    TestNode operator() {
        return operator;
    }

    /** From now on that is the one that stays. */
    void operatedBy(TestNode another) {
        operator = another;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster.members.awaitUp();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster.forgetScrapes();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        cluster.leaveAllBut(spread, operator);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        cluster.close();
    }
}
