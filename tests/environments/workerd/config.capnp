# A worker with the package as modules, and access to this machine.
# Knows workerd's configuration. Must not know what the worker does.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "local", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:<port>", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "receive.js", esModule = embed "receive.js"),
    (name = "eventsource-wasm", esModule = embed "node_modules/eventsource-wasm/dist/index.js"),
    (name = "without_wasm.js", esModule = embed "node_modules/eventsource-wasm/dist/without_wasm.js"),
  ],
  compatibilityDate = "2025-11-01",
  globalOutbound = "local",
);
