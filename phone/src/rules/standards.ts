/** What the company's standards ask of an outlet: must-stock SKUs and the steps of the call. */
import type { Customer, MustStock, Step, StepSet } from "../api/types";
import { t } from "../i18n";

type Kind = Pick<Customer, "channel" | "customer_class">;

/** SKU id → opening quantity of what he must carry; a rule for his class beats one for every class. */
export function mustStock(rules: readonly MustStock[], customer: Kind): Map<number, number> {
  const fitting = rules.filter(
    (rule) =>
      rule.channel === customer.channel &&
      (rule.customer_class === null || rule.customer_class === customer.customer_class),
  );
  const general = fitting.filter((rule) => rule.customer_class === null);
  const special = fitting.filter((rule) => rule.customer_class !== null);
  return new Map([...general, ...special].map((rule) => [rule.sku, rule.opening_quantity]));
}

/** The steps for a channel, else those for channels without their own, else the three that no call goes without. */
export function stepsFor(sets: readonly StepSet[], channel: number | null): Step[] {
  const own = sets.find((set) => set.channel === channel && channel !== null);
  return (own ?? sets.find((set) => set.channel === null))?.steps ?? bare();
}

const bare = (): Step[] => [
  { key: "stock", name: t("盘点库存"), hint: "" },
  { key: "order", name: t("建议订单"), hint: "" },
  { key: "wrapup", name: t("收尾"), hint: "" },
];
