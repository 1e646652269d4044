import { opened, type Call, type Rival } from "./call";
import type { VisitBody } from "./visit";

/** A call that holds what a refused visit said, to be put right and sent under new ids. */
export function redrafted(body: VisitBody, fresh: { id: string; order: string; at: string; step: string }): Call {
  const draft = opened({ ...fresh, customer: body.customer, purpose: body.purpose });
  return {
    ...draft,
    started_at: body.started_at,
    ended_at: body.ended_at,
    place: body.place,
    seconds: Object.fromEntries(body.steps.map(({ key, seconds }) => [key, seconds])),
    done: body.steps.map(({ key }) => key),
    counts: Object.fromEntries(body.stock.map(({ sku, ...count }) => [sku, count])),
    added: (body.order?.lines ?? []).map(({ sku }) => sku),
    agreed: agreed(body),
    refusals: Object.fromEntries(body.proposals.filter((row) => row.refusal).map((row) => [row.sku, row.refusal])),
    rivals: body.competitors.map((rival): Rival => ({ ...rival, price: rival.price ?? "" })),
    photos: body.photos,
    notes: body.note ? { wrapup: body.note } : {},
    no_order_reason: body.no_order_reason,
    next_date: body.next_date,
  };
}

function agreed(body: VisitBody): Record<number, number> {
  const proposed = body.proposals.map((row) => [row.sku, row.agreed]);
  const ordered = (body.order?.lines ?? []).map((line) => [line.sku, line.quantity]);
  return Object.fromEntries([...proposed, ...ordered]) as Record<number, number>;
}
