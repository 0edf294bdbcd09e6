import type { Strategy } from "../../src/readiness/readiness.ts";

/** What a twin was migrated by, and where it had to go beyond the plan. */
export interface FollowedPlan {
  readonly strategy: Strategy;
  /** Where the plan is unsound as long as what is open is not redesigned; absent: it is sound. */
  readonly violations?: readonly string[];
  /** Functions that the assessment leaves open: `redesign`, or `undetermined`. */
  readonly open: readonly string[];
  /** Where the plan lacks something; the better of the assessments calls such a function undetermined. */
  readonly unseen?: readonly string[];
  /** Why the assessment cannot see it. */
  readonly because?: string;
}

export const FOLLOWED = {
  blockstore: { strategy: "balanced", open: [] },
  chatd: {
    strategy: "balanced",
    open: ["chatd.server.ChatServer.serve_forever"],
  },
  crawler: { strategy: "balanced", open: ["sitemapper.crawl.check_links"] },
  greenkit: {
    strategy: "balanced",
    open: ["greenkit.events.Events._late_flush", "greenkit.events.Events.flush"],
    unseen: ["greenkit.loops.Periodic._loop", "greenkit.utils._logged.guarded"],
    because: "the functions that a library is given come from its users, outside the repository",
  },
  jobsched: {
    strategy: "fullAsyncio",
    open: [
      "jobsched.scheduler.Watchdog.arm",
      "jobsched.scheduler.wait_readable",
      "jobsched.store.Store.__init__",
    ],
  },
  metricsd: {
    strategy: "fullAsyncio",
    violations: ["metricsd.connection.Connection.close", "metricsd.sinks.TcpSink.emit"],
    open: [
      "metricsd.agent.Agent.last_words",
      "metricsd.connection.Connection.__del__",
      "metricsd.connection.timed_ask",
    ],
  },
  rpcworker: {
    strategy: "fullAsyncio",
    open: [
      "fieldwork.client.Client.close",
      "fieldwork.jobs.JobTable._ended",
      "fieldwork.jobs.JobTable.cancel",
      "fieldwork.jobs.JobTable.start",
      "fieldwork.worker.Worker.start",
      "fieldwork.worker.Worker.stop",
    ],
    unseen: ["fieldwork.client.call_quietly", "fieldwork.worker.Dispatcher.dispatch"],
    because:
      "a method found by a name made at run time, and one of a parameter that nobody hands over",
  },
  webshelf: { strategy: "balanced", open: ["shelf.__main__.main"] },
} satisfies Readonly<Record<string, FollowedPlan>>;
