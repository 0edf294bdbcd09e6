import type { EventletUse } from "../../src/eventlet/findings.ts";

/** What a use of an API is like; the place of the use is added by the notation. */
export type Api = Pick<
  EventletUse,
  "api" | "via" | "yields" | "needsAwait" | "category" | "fidelity" | "effort"
> &
  Partial<EventletUse>;

const api = (name: string, overrides: Partial<Api> = {}): Api => ({
  api: name,
  via: "eventlet",
  yields: true,
  needsAwait: true,
  category: "wait",
  fidelity: "adapt",
  effort: 2,
  ...overrides,
});

/** The APIs that the notation knows by short names. */
export const APIS: Readonly<Record<string, Api>> = {
  sleep: api("eventlet.greenthread.sleep", { category: "sleep", fidelity: "direct", effort: 1 }),
  wait: api("eventlet.greenthread.GreenThread.wait"),
  recv: api("socket.socket.recv", { via: "monkey-patch", category: "network" }),
  query: api("pymysql.cursors.Cursor.execute", { via: "library", category: "database" }),
  get: api("requests.api.get", { via: "library", category: "http" }),
  spawn: api("eventlet.greenthread.spawn", { yields: false, needsAwait: false, category: "spawn" }),
  send: api("eventlet.event.Event.send", { yields: false, needsAwait: false, category: "event" }),
  cancel: api("eventlet.greenthread.GreenThread.cancel", { needsAwait: false, category: "cancel" }),
  serve: api("eventlet.convenience.serve", {
    category: "network",
    fidelity: "redesign",
    effort: 5,
  }),
  patch: api("eventlet.patcher.monkey_patch", {
    yields: false,
    needsAwait: false,
    category: "monkey-patch",
    fidelity: "redesign",
    effort: 13,
  }),
  withTimeout: api("eventlet.timeout.with_timeout", { category: "timeout" }),
  toThread: api("eventlet.tpool.execute", {
    category: "thread-offload",
    fidelity: "direct",
    effort: 1,
  }),
  osSystem: api("os.system", {
    via: "monkey-patch",
    yields: false,
    blocks: true,
    category: "process",
  }),
  lock: api("threading.RLock.__enter__", {
    via: "monkey-patch",
    how: "with",
    category: "sync-primitive",
  }),
  imap: api("eventlet.greenpool.GreenPool.imap", {
    yields: false,
    needsAwait: false,
    category: "pool",
  }),
};
