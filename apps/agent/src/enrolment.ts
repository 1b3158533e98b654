import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { AGENT_PATH, type Refuse, type Welcome } from "@fourtuple/contracts/agent";
import { readHostFacts } from "@fourtuple/linux-net/proc";
import { systemClock } from "./clock.js";
import { type AgentConfig, rememberedServerFile } from "./config.js";
import { type AgentIdentity, AgentIdentityError, loadOrCreateIdentity } from "./identity.js";
import { Connection, DEFAULT_TIMING } from "./uplink/connection.js";
import { createHello } from "./uplink/hello.js";
import type { ConnectionEnd } from "./uplink/retry-delay.js";
import { readAgentVersion } from "./version.js";

/** What enrolling needs of the agent's settings. */
type EnrolmentConfig = Pick<AgentConfig, "serverUrl" | "identityFile" | "procRoot" | "intervalMs">;

/** What came of it; `reason` is one sentence that says what to do. */
export type EnrolmentOutcome =
  | {
      readonly ok: true;
      /** What the server calls the host. */
      readonly hostName: string;
      /** False when the server knew the key already: the token was not used up. */
      readonly isNew: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/** base64url, as the contract has it. */
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{20,128}$/;
const NEW_TOKEN = "make a new one under Settings, Hosts, Add a host";

/**
 * Makes the key of this host unless there is one, and has the server take it for a host by a one-use token.
 * Tries once. The address of the server is noted beside the key, so that nobody need say it again.
 * @throws AgentIdentityError when the key file cannot be used, or the address cannot be noted.
 */
export async function enrolAgent(config: EnrolmentConfig, token: string): Promise<EnrolmentOutcome> {
  if (!TOKEN_SHAPE.test(token))
    return { ok: false, reason: "This is no enrolment token: copy it whole, it begins with fte_." };
  const identity = await loadOrCreateIdentity(config.identityFile);
  const answer = await greetOnce(config, identity, token);
  if (answer.kind === "welcome") {
    const { hostName, hostId, enrolled } = answer.welcome;
    await rememberServer(config);
    return { ok: true, hostName: hostName ?? hostId, isNew: enrolled ?? false };
  }
  if (answer.kind === "refused") return { ok: false, reason: explainRefusal(answer.refuse, config) };
  return { ok: false, reason: `No connection to ${config.serverUrl}: ${answer.reason}.` };
}

async function rememberServer({ identityFile, serverUrl }: EnrolmentConfig): Promise<void> {
  const path = rememberedServerFile(identityFile);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await writeFile(draft, `${serverUrl}\n`, { mode: 0o600, flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new AgentIdentityError(
      `This host is enrolled, but its server cannot be noted in ${path} (${reason}); set FOURTUPLE_SERVER to ${serverUrl} where the agent is started.`,
    );
  }
}

type Answer = { readonly kind: "welcome"; readonly welcome: Welcome } | ConnectionEnd;

/** One handshake with the token, then good-bye. */
function greetOnce(
  config: EnrolmentConfig,
  identity: AgentIdentity,
  enrolmentToken: string,
): Promise<Answer> {
  return new Promise((resolve) => {
    let welcomed: Answer | null = null;
    const connection = new Connection({
      url: `${config.serverUrl}${AGENT_PATH}`,
      timing: DEFAULT_TIMING,
      answer: (nonce) =>
        createHello(nonce, {
          identity,
          enrolmentToken,
          agentVersion: readAgentVersion(),
          epochMs: systemClock.wallMs(),
          intervalMs: config.intervalMs,
          host: readHostFacts(config.procRoot),
        }),
      handlers: {
        onWelcome: (welcome) => {
          welcomed = { kind: "welcome", welcome };
          connection.close();
        },
        onAck: () => undefined,
        onMalformed: () => undefined,
        onEnd: (end) => resolve(welcomed ?? end),
      },
    });
  });
}

function explainRefusal({ code, message }: Refuse, { serverUrl, identityFile }: EnrolmentConfig): string {
  switch (code) {
    case "bad-token":
    case "expired-token":
    case "used-token":
      return `${serverUrl} refused: ${message}; ${NEW_TOKEN}.`;
    case "unknown-agent":
      return `${serverUrl} does not take enrolment tokens: it is of an older version; update the server.`;
    case "revoked":
      return `${serverUrl} has revoked the key ${identityFile}; move that file away and enrol again with a new token.`;
    default:
      return `${serverUrl} refused this agent (${code}: ${message}).`;
  }
}
