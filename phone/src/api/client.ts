/** The server, as the phone sees it. Every call may raise `Unreachable` or `Problem`; nothing is retried here. */
import createClient from "openapi-fetch";
import { locale } from "../i18n";
import type { paths } from "./schema";
import type { Answer, DocumentIn, LoginOut, Notices, Pull, Team } from "./types";

const PATIENCE = 30_000;
const PHOTO_PATIENCE = 120_000;

/** The server could not be reached, did not answer in time, or was not itself (a proxy's page, a 5xx). */
export class Unreachable extends Error {}

/** The server's answer to a request that it does not grant; `code` for machines, the message for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** `code`: of the authenticator, empty for an account without a second factor. */
export interface Credentials {
  username: string;
  password: string;
  code: string;
}

export async function login(credentials: Credentials): Promise<LoginOut> {
  const device = navigator.userAgent.match(/\(([^)]*)\)/)?.[1]?.slice(0, 60) ?? "";
  return answered(client().POST("/phone/api/login", { body: { ...credentials, device } }));
}

/** The endpoints that need a device's token. */
export function server(token: string) {
  const api = client(token);
  return {
    send: (documents: DocumentIn[]) =>
      answered(
        api.POST("/phone/api/documents", { body: { sent_at: new Date().toISOString(), documents } }),
      ) as Promise<{ received_at: string; answers: Answer[] }>,
    pull: (have: Record<string, string>) => answered(api.POST("/phone/api/pull", { body: { have } })) as Promise<Pull>,
    team: () => answered(api.GET("/phone/api/team")) as Promise<Team>,
    notices: () => answered(api.GET("/phone/api/notices")) as Promise<Notices>,
    readNotices: (ids: number[]) =>
      answered(api.POST("/phone/api/notices/read", { body: { ids } })) as Promise<Notices>,
    decide: (plan: number, approve: boolean, words: string) =>
      answered(
        api.POST("/phone/api/plans/{plan_id}/decision", {
          params: { path: { plan_id: plan } },
          body: { approve, words },
        }),
      ),
    hint: (sha256: string) => getHint(token, sha256),
    putPhoto: (sha256: string, bytes: ArrayBuffer, type: string) => putPhoto(token, { sha256, bytes, type }),
  };
}

export type Server = ReturnType<typeof server>;

function client(token?: string) {
  return createClient<paths>({
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), "Accept-Language": locale() },
    fetch: (request) => reach(new Request(request, { signal: AbortSignal.timeout(PATIENCE) })),
  });
}

/** Null where the server does not have it. */
async function getHint(token: string, sha256: string): Promise<ArrayBuffer | null> {
  const response = await reach(
    new Request(`/phone/api/hints/${sha256}`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PHOTO_PATIENCE),
    }),
  );
  if (response.status === 404) return null;
  if (!response.ok) throw problem(response.status, await response.json().catch(() => null));
  return response.arrayBuffer();
}

interface Picture {
  sha256: string;
  bytes: ArrayBuffer;
  type: string;
}

async function putPhoto(token: string, { sha256, bytes, type }: Picture): Promise<void> {
  const response = await reach(
    new Request(`/phone/api/files/${sha256}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": type },
      body: bytes,
      signal: AbortSignal.timeout(PHOTO_PATIENCE),
    }),
  );
  if (!response.ok) throw problem(response.status, await response.json().catch(() => null));
}

async function reach(request: Request): Promise<Response> {
  const response = await fetch(request).catch((error: unknown) => {
    throw new Unreachable(String(error));
  });
  if (response.status >= 500) throw new Unreachable(`HTTP ${response.status}`);
  return response;
}

async function answered<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call.catch((broken: unknown) => {
    throw broken instanceof SyntaxError ? new Unreachable("not JSON") : broken;
  });
  if (!response.ok) throw problem(response.status, error);
  return data as T;
}

function problem(status: number, body: unknown): Problem {
  const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown };
  const words = typeof detail === "string" ? detail : `HTTP ${status} ${JSON.stringify(detail ?? "")}`;
  return new Problem(status, typeof code === "string" ? code : "", words);
}
