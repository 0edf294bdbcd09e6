import { say } from "../../sentence.ts";
import { named, type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** eventlet.wsgi serves, here or through a service library. */
export const wsgiServerOnEventlet: Pattern = {
  id: "wsgi-server-on-eventlet",
  find: (context) =>
    perUse(
      usesOf(
        context,
        named(
          "eventlet.wsgi.server",
          "eventlet.wsgi.Server",
          "oslo_service.wsgi.Server",
          "oslo_service.wsgi.Server.start",
          "flask_socketio.SocketIO.run",
          "os_ken.lib.hub.WSGIServer",
          "ryu.lib.hub.WSGIServer",
        ),
      ),
      (use) => say`${short(use.api)} serves requests in green threads`,
    ),
};
