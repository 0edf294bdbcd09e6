import { say } from "../../sentence.ts";
import { named, type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** A library calls endpoints of this program in green threads. */
export const rpcServer: Pattern = {
  id: "rpc-server",
  find: (context) =>
    perUse(
      usesOf(
        context,
        named(
          "oslo_messaging.get_rpc_server",
          "oslo_messaging.get_notification_listener",
          "oslo_messaging.get_batch_notification_listener",
          "nameko.runners.ServiceRunner.start",
          "nameko.runners.run_services",
          "neutron_lib.rpc.Connection.create_consumer",
        ),
      ),
      (use) => say`${short(use.api)} dispatches to endpoints`,
    ),
};
