import type { Customer, Price } from "../api/types";

type Kind = Pick<Customer, "id" | "channel" | "customer_class">;

/** SKU id → the price that applies to a customer: his own beats his class's, that his channel's, that everyone's. */
export function pricesFor(rules: readonly Price[], customer: Kind): Map<number, Price> {
  const found = new Map<number, Price>();
  for (const rule of rules) {
    const best = found.get(rule.sku);
    if (fits(rule, customer) && (!best || specificity(rule) >= specificity(best))) found.set(rule.sku, rule);
  }
  return found;
}

function fits(rule: Price, customer: Kind): boolean {
  return (
    (rule.customer === null || rule.customer === customer.id) &&
    (rule.customer_class === null || rule.customer_class === customer.customer_class) &&
    (rule.channel === null || rule.channel === customer.channel)
  );
}

function specificity(rule: Price): number {
  return (rule.customer === null ? 0 : 4) + (rule.customer_class === null ? 0 : 2) + (rule.channel === null ? 0 : 1);
}
