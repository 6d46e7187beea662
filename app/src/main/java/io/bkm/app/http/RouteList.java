package io.bkm.app.http;

/** The routes as text, for people with a terminal: as the original lists them at {@code /}, where here is the page. */
final class RouteList {

    static final String TEXT = """
            # Ours
            * GET /
            * GET /metrics
            * GET /alive
            * GET /ready
            * GET /routes
            * GET /api/v1/targets
            * GET /api/v1/targets/explain?monitor={part of namespace/name}
            * GET /api/v1/members
            * GET /api/v1/operator

            # Admin routes (with the token)
            * POST /-/logger
            * POST /-/dispatch
            * GET /configs

            # Metadata routes
            * GET /version
            * GET /cluster_info
            * GET /workload
            * GET /workload/node/{node}
            * GET /labeljoin
            * GET /pods?resourceVersion=N&all=true|false
            * GET /relation/metrics
            * GET /operator/metrics

            # Check routes
            * GET /check?monitor={monitor}&scrape=true|false
            * GET /check/dataid
            * GET /check/scrape
            * GET /check/scrape/{namespace}[/{monitor}]?workers=N&endpoint={part}&analyze=true&topn=M (with the token)
            * GET /check/namespace
            * GET /check/monitor_blacklist
            * GET /check/active_discover
            * GET /check/active_child_config
            * GET /check/active_shared_discovery
            * GET /check/monitor_resource

            # Profile routes (with the token)
            * GET /debug/pprof/{profile|trace|snapshot}?seconds=N
            * GET /debug/pprof/{heap|goroutine|cmdline}
            """;

    private RouteList() {}
}
