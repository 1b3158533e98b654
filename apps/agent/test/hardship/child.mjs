import { createInterface } from "node:readline";
import koffi from "koffi";
import { parseAgentConfig, runAgent, takeSnapshot } from "../../dist/index.js";

/**
 * The agent in a process of its own, so that its surroundings can be made hard. It says `loaded` when its
 * code is read, waits for a line of input, and then does what its first argument says: `once` or `run`;
 * `loads` ends there. Loading comes first because the module loader of Node opens many files at once, which a package does not.
 */
const [command, ...hardships] = process.argv.slice(2);

const AF_NETLINK = 16;
const EPROTONOSUPPORT = 93;
const PR_SET_NO_NEW_PRIVS = 38;
const PR_SET_SECCOMP = 22;
const SECCOMP_MODE_FILTER = 2;
const SYS_SOCKET = { x64: 41, arm64: 198 }[process.arch];

/** As RestrictAddressFamilies= of systemd does it: a seccomp filter under which no netlink socket can be made. */
function forbidNetlink() {
  const [LOAD_WORD, JUMP_EQUAL, RETURN] = [0x20, 0x15, 0x06];
  const [ALLOW, FAIL] = [0x7fff0000, 0x00050000 | EPROTONOSUPPORT];
  const program = [
    [LOAD_WORD, 0, 0, 0],
    [JUMP_EQUAL, 0, 3, SYS_SOCKET],
    [LOAD_WORD, 0, 0, 16],
    [JUMP_EQUAL, 0, 1, AF_NETLINK],
    [RETURN, 0, 0, FAIL],
    [RETURN, 0, 0, ALLOW],
  ];
  const filter = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, operand]] of program.entries()) {
    filter.writeUInt16LE(code, index * 8);
    filter.writeUInt8(ifTrue, index * 8 + 2);
    filter.writeUInt8(ifFalse, index * 8 + 3);
    filter.writeUInt32LE(operand, index * 8 + 4);
  }
  const header = Buffer.alloc(16);
  header.writeUInt16LE(program.length, 0);
  header.writeBigUInt64LE(koffi.address(filter), 8);
  const prctl = koffi.load(null).func("int prctl(int, uintptr_t, const void *, uintptr_t, uintptr_t)");
  prctl(PR_SET_NO_NEW_PRIVS, 1, null, 0, 0);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) !== 0)
    throw new Error(`prctl: ${koffi.errno()}`);
}

/** Like the command line: the sentence alone, and an exit code that tells. */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

async function main() {
  const input = createInterface({ input: process.stdin });
  process.stdout.write("loaded\n");
  if (command === "loads") process.exit(0);
  await new Promise((resolve) => input.once("line", resolve));
  if (hardships.includes("no-netlink")) forbidNetlink();
  const parsed = parseAgentConfig(process.env);
  if (!parsed.ok) refuse(parsed.problems.join("\n"));
  if (command === "once") {
    const text = JSON.stringify(await takeSnapshot({ procRoot: parsed.config.procRoot }));
    process.stdout.write(`${text}\n`, () => process.exit(0));
    return;
  }
  const agent = await runAgent(parsed.config);
  process.once("SIGTERM", () => void agent.stop().then(() => process.exit(0)));
}

main().catch((error) => refuse(error.name === "AgentIdentityError" ? error.message : error.stack));
