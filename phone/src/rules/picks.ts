/** What can be picked from a list: people, customers, SKUs, each with the words that it is found by. */
import type { Colleague, Customer, Sku } from "../api/types";
import { matches } from "./search";

/** `key` is what is answered; `code` names the row; `search` holds every word that finds it. */
export interface Entry<K> {
  key: K;
  code: string;
  name: string;
  note: string;
  search: string;
}

type Named = { id: number; code: string; name: string };

export const ofCustomer = (one: Customer): Entry<number> => ({
  ...named(one),
  note: one.address,
  search: `${one.search} ${one.name} ${one.code}`,
});

export const ofColleague = (one: Colleague): Entry<number> => ({
  ...named(one),
  note: one.code,
  search: `${one.search} ${one.name} ${one.code}`,
});

export const ofSku = (one: Sku): Entry<number> => ({
  ...named(one),
  note: [one.brand, one.spec, one.code].filter(Boolean).join(" · "),
  search: `${one.search} ${one.name} ${one.code} ${one.barcode}`,
});

/** By the code in place of the id: that is what a form's answer holds. */
export const byCode = (entry: Entry<number>): Entry<string> => ({ ...entry, key: entry.code });

const named = ({ id, code, name }: Named) => ({ key: id, code, name });

/** Those that every word asked for occurs in; first those whose name begins with it. */
export function found<K>(entries: readonly Entry<K>[], query: string): Entry<K>[] {
  const asked = query.trim().toLowerCase();
  const rows = entries.filter(({ search }) => matches(search, asked));
  if (!asked) return rows;
  const begins = ({ name, code }: Entry<K>) => [name, code].some((text) => text.toLowerCase().startsWith(asked));
  return [...rows.filter(begins), ...rows.filter((row) => !begins(row))];
}
