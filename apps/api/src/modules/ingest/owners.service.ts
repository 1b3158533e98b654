import { randomUUID } from "node:crypto";
import type { Owners } from "@fourtuple/contracts/agent";
import type { OwnersResponse } from "@fourtuple/contracts/web";
import { Injectable } from "@nestjs/common";
import { AgentTimeoutError, ConflictError } from "../../platform/errors/app-error.js";
import { HostsService } from "../hosts/hosts.service.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import { AgentRegistry } from "./agent-registry.service.js";

/** An agent that walks all of /proc on a large host still answers in this time (judgement). */
const ANSWER_MS = 10_000;

interface Request {
  readonly requestId: string;
  readonly answer: Promise<OwnersResponse>;
  readonly resolve: (owners: OwnersResponse) => void;
  readonly reject: (error: Error) => void;
}

/** Asks agents which processes hold sockets: one question per host at a time, whoever else asks shares it. */
@Injectable()
export class OwnersService {
  private readonly requests = new Map<string, Request>();

  constructor(
    private readonly registry: AgentRegistry,
    private readonly hosts: HostsService,
    hub: LiveHub,
  ) {
    // A connection that ends, or begins anew, will not answer what was asked before.
    hub.events$.subscribe((event) => {
      if (event.type === "status") this.requests.get(event.hostId)?.reject(notConnected());
    });
  }

  /**
   * @throws NotFoundError for an unknown host, ConflictError where no agent can be asked, AgentTimeoutError
   * when it does not answer
   */
  async ask(hostId: string): Promise<OwnersResponse> {
    await this.hosts.get(hostId);
    return (this.requests.get(hostId) ?? this.send(hostId)).answer;
  }

  /** An agent has answered. Nothing that was not asked is taken. */
  take(hostId: string, { requestId, ...owners }: Owners): void {
    const request = this.requests.get(hostId);
    if (request?.requestId === requestId) request.resolve(owners);
  }

  private send(hostId: string): Request {
    const agent = this.registry.find(hostId);
    if (agent === null) throw notConnected();
    const requestId = randomUUID();
    if (!agent.askForOwners(requestId)) {
      throw new ConflictError("The agent of this host is of a version that cannot be asked for owners.");
    }
    const request = openRequest(requestId);
    const timer = setTimeout(() => request.reject(new AgentTimeoutError(ANSWER_MS)), ANSWER_MS);
    this.requests.set(hostId, request);
    const forget = () => {
      clearTimeout(timer);
      this.requests.delete(hostId);
    };
    request.answer.then(forget, forget);
    return request;
  }
}

function openRequest(requestId: string): Request {
  let resolve: Request["resolve"] = () => undefined;
  let reject: Request["reject"] = () => undefined;
  const answer = new Promise<OwnersResponse>((...settle) => {
    [resolve, reject] = settle;
  });
  return { requestId, answer, resolve, reject };
}

function notConnected(): ConflictError {
  return new ConflictError("The agent of this host is not connected, so that it cannot be asked.");
}
