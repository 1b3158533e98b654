import { FRAME, jsonFrame, MAX_FRAME_BYTES, type Refuse } from "@fourtuple/contracts/agent";
import { WebSocket, WebSocketServer } from "ws";

/** RFC 6455, 7.4.1. */
const MESSAGE_TOO_BIG = 1009;
/** A frame comes in one piece or few: a stream of crumbs is no agent (judgement). */
const MAX_FRAGMENTS = 64;
/** Time for the other side to answer our close before the connection is cut. */
const CLOSE_TIMEOUT_MS = 2_000;

/** An agent's end that says why before the library closes it over a frame that is too large. */
class AgentSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === MESSAGE_TOO_BIG && this.readyState === WebSocket.OPEN) {
      const refuse: Refuse = {
        code: "oversized",
        message: `a frame may have at most ${MAX_FRAME_BYTES} bytes`,
      };
      this.send(jsonFrame(FRAME.REFUSE, refuse));
    }
    super.close(code, reason);
  }
}

/** Speaks WebSocket on connections that are handed to it; listens nowhere itself. */
export function createAgentSocketServer(): WebSocketServer {
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    WebSocket: AgentSocket,
  };
  return new WebSocketServer(options);
}
