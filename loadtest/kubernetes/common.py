"""What the measurements on a real API server share: the cluster, the exporter, the peer, processes and what they cost."""
import asyncio, base64, contextlib, gzip, json, os, pathlib, resource, shutil, signal, ssl, subprocess, sys, tempfile, threading, time
import urllib.error, urllib.request
import yaml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
API, EXPORTER, PROMETHEUS = 16443, 8080, 19090
BODY = b"# TYPE orders counter\norders_total 3\n# TYPE carts gauge\ncarts 2\n"


class Exporter:
    """Answers for every address; knows when each collector asked for which, the first time and the last."""

    def __init__(self):
        self.first = {"bkm": {}, "Prometheus": {}}
        self.last = {"bkm": {}, "Prometheus": {}}
        self.open = 0

    async def serve(self, reader, writer):
        address = writer.get_extra_info("sockname")[0]
        self.open += 1
        try:
            close = False
            while not close:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                now = time.time()
                agent = "Prometheus" if "user-agent: prometheus" in head.lower() else "bkm"
                self.first[agent].setdefault(address, now)
                self.last[agent][address] = now
                close = self.open > self.most              # of the connections that collectors keep, as many as files permit
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n%sContent-Length: %d\r\n\r\n%s"
                             % (b"Connection: close\r\n" if close else b"", len(BODY), BODY))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.close()

    def run(self):
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        self.most = files // 2

        async def main():
            server = await asyncio.start_server(self.serve, "0.0.0.0", EXPORTER, backlog=4096)
            await server.serve_forever()
        threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()


class Cluster:
    def __init__(self, token):
        self.token, self.tls = token, ssl._create_unverified_context()

    def call(self, method, path, body=None, kind="application/json"):
        request = urllib.request.Request(f"https://127.0.0.1:{API}/{path}", method=method, data=json.dumps(body).encode() if body else None,
                                         headers={"Authorization": f"Bearer {self.token}", "Content-Type": kind})
        with urllib.request.urlopen(request, context=self.tls, timeout=60) as answer:
            return json.load(answer)


class Processes:
    """Ends what it started."""

    def __init__(self, logs, env=None):
        self.logs, self.env, self.all = logs, {**os.environ, **(env or {})}, []

    def start(self, name, command, output=None):
        log = open(self.logs / f"{name}.log", "a")
        self.all.append(subprocess.Popen([str(part) for part in command], env=self.env, stdout=output or log, stderr=log))
        return self.all[-1]

    def end(self):
        for process in reversed(self.all):
            process.send_signal(signal.SIGTERM)
        for process in self.all:
            process.wait()


def wait(what, seconds, probe, pause=0.3):
    """The first value of probe that is not None; until then the API may be away."""
    end = time.time() + seconds
    while time.time() < end:
        try:
            value = probe()
            if value is not None:
                return value
        except (urllib.error.URLError, OSError, KeyError, ValueError):
            pass
        time.sleep(pause)
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {what} did not come in {seconds} s")


def percentiles(values, asked):
    values = sorted(values)
    at = lambda q: round(values[min(len(values) - 1, int(q * len(values)))], 3) if values else None
    return {"events": asked, "seen": len(values), "p50_s": at(0.5), "p90_s": at(0.9), "p99_s": at(0.99), "max_s": at(1)}


def cpu(process):
    """Seconds so far."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss(process, field="VmRSS"):
    """Megabytes; VmHWM is the most so far."""
    return next(int(line.split()[1]) for line in open(f"/proc/{process.pid}/status") if line.startswith(field)) // 1024


def java(binary, options, *arguments):
    return [binary, "-XX:+UseSerialGC", "-Xms24m", *options, "--sun-misc-unsafe-memory-access=allow",
            "-cp", PROJECT / "app/target/lib/*", "io.bkm.app.Main", *arguments]


def arguments(parser):
    """Those that all have, and the folder with the binaries of Kubernetes."""
    parser.add_argument("--shared", type=pathlib.Path, default=PROJECT.parent / "shared")
    parser.add_argument("--peers", default=str(pathlib.Path.home() / ".cache/bkm-peers/new/usr/bin"), help="the folder with prometheus")
    parser.add_argument("--java", default=str(pathlib.Path(os.environ.get("JAVA_HOME", "/usr")) / "bin/java"), help="of a JDK 25")
    parser.add_argument("--keep", type=pathlib.Path, help="where logs stay")
    parser.add_argument("--inside", action="store_true", help="already in a network of its own")
    args = parser.parse_args()
    args.shared = args.shared.resolve()
    return args, pathlib.Path(subprocess.run([args.shared / "kubernetes/build", "all"], check=True, capture_output=True, text=True).stdout.strip())


def isolate(args, script):
    """Goes on in a network where no made-up address leads out."""
    if not args.inside:
        isolated = str(args.shared / "kubernetes/isolated")
        os.execv(isolated, [isolated, sys.executable, str(script), *sys.argv[1:], "--inside"])


@contextlib.contextmanager
def folder(args):
    """Gone at the end, unless it is to be kept."""
    work = (args.keep or pathlib.Path(tempfile.mkdtemp(prefix="bkm-"))).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        yield work
    finally:
        if not args.keep:
            shutil.rmtree(work, ignore_errors=True)


def install(cluster, binaries, env):
    for path in [binaries / "crds", *PROJECT.glob("crds/src/main/resources/crds/*.yaml")]:
        subprocess.run(["kubectl", "apply", "--server-side", "-f", path], check=True, env=env, stdout=subprocess.DEVNULL)
    wait("the custom resources", 30, lambda: cluster.call("GET", "apis/monitoring.coreos.com/v1/servicemonitors"))


def data_id(cluster, name, monitor):
    wait("the DataID", 30, lambda: cluster.call("POST", "apis/monitoring.bk.tencent.com/v1beta1/dataids", {
        "apiVersion": "monitoring.bk.tencent.com/v1beta1", "kind": "DataID", "metadata": {"name": name, "labels": {"usage": "metric"}},
        "spec": {"dataID": 1500100, "labels": {}, "monitorResource": monitor}}))


def prometheus(cluster, binaries, peers, work, namespace, processes):
    """As prometheus-operator configures it; only the way to the API server is ours, as Prometheus runs outside the cluster."""
    everything = {f"serviceMonitor{part}": {} for part in ("Selector", "NamespaceSelector")}
    cluster.call("POST", f"apis/monitoring.coreos.com/v1/namespaces/{namespace}/prometheuses", {
        "apiVersion": "monitoring.coreos.com/v1", "kind": "Prometheus", "metadata": {"name": "peer"},
        "spec": {**everything, "replicas": 1, "version": "v3.5.0", "serviceDiscoveryRole": "EndpointSlice", "scrapeInterval": "30s"}})
    operator = processes.start("prometheus-operator", [binaries / "prometheus-operator", "-web.listen-address=127.0.0.1:18079"])
    secret = wait("prometheus-operator's configuration", 120, lambda: cluster.call(
        "GET", f"api/v1/namespaces/{namespace}/secrets/prometheus-peer")["data"]["prometheus.yaml.gz"])
    operator.kill()
    config = yaml.safe_load(gzip.decompress(base64.b64decode(secret)))
    (work / "token").write_text(cluster.token)
    for job in config["scrape_configs"]:
        for sd in job.get("kubernetes_sd_configs", []):
            sd.update(api_server=f"https://127.0.0.1:{API}", authorization={"credentials_file": str(work / "token")}, tls_config={"insecure_skip_verify": True})
    text = yaml.safe_dump({"global": {"scrape_interval": "30s"}, "scrape_configs": config["scrape_configs"]}).replace("$(SHARD)", "0")
    (work / "prometheus.yml").write_text(text)
    return processes.start("prometheus", [pathlib.Path(peers) / "prometheus", "--agent", f"--config.file={work / 'prometheus.yml'}",
                                          f"--storage.agent.path={work / 'wal'}", f"--web.listen-address=127.0.0.1:{PROMETHEUS}"])
