/** The sentence that says why a quantity is suggested; quantities in it are said in packs. */
import { t } from "../i18n";
import { inPacks, type Packing } from "./packs";
import type { Suggestion } from "./rule15";

const PLAIN = new Set(["days_since", "days_to_next", "factor_percent", "shelf_life_days", "pack"]);

export function sentence(suggestion: Suggestion, of: Packing): string {
  const said = Object.entries(suggestion.numbers).map(([name, value]) => [
    name,
    PLAIN.has(name) ? value : inPacks(value, of),
  ]);
  return template(suggestion, Object.fromEntries(said) as Record<string, string | number>);
}

function template({ code }: Suggestion, n: Record<string, string | number>): string {
  switch (code) {
    case "rule15":
      return t(
        "{days_since} 天卖了 {sold}，到下次拜访 {days_to_next} 天，按 {factor_percent}% 应备 {target}；现有 {count}，在途 {on_the_way}，还差 {need}，整箱取整。",
        n,
      );
    case "censored":
      return t(
        "货架已空，{days_since} 天卖的 {sold} 少于真实需求，按 {demand} 计；到下次拜访 {days_to_next} 天应备 {target}，现有 {count}，在途 {on_the_way}，还差 {need}，整箱取整。",
        n,
      );
    case "shelf_life":
      return t("还差 {need}，但保质期 {shelf_life_days} 天内只卖得完 {sellable}；现有 {count}，在途 {on_the_way}。", n);
    case "enough":
      return t("{days_since} 天卖了 {sold}，到下次拜访应备 {target}；现有 {count}，在途 {on_the_way}，够卖。", n);
    case "opening":
      return t("没有可参考的销量，按渠道首单 {opening_order}；现有 {count}，在途 {on_the_way}。", n);
    case "recount":
      return t("上次 {last_count}＋送货 {delivered}－退货 {returned}，少于现有 {count}：请重新盘点。", n);
  }
}
