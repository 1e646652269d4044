import { expect, test } from "vitest";
import type { Price } from "../api/types";
import { pricesFor } from "./prices";

const shop = { id: 7, channel: 1, customer_class: 2 };

function price(net: string, scope: Partial<Price> = {}): Price {
  return {
    sku: 1,
    channel: null,
    customer_class: null,
    customer: null,
    list_price: "9",
    net_price: net,
    floor_price: null,
    ...scope,
  };
}

const net = (...rules: Price[]) => pricesFor(rules, shop).get(1)?.net_price;

test("a customer's own price beats his class's, that his channel's, that everyone's", () => {
  const everyone = price("5");
  const channel = price("4", { channel: 1 });
  const classes = price("3", { customer_class: 2 });
  const own = price("2", { customer: 7 });
  expect(net(own, classes, channel, everyone)).toBe("2");
  expect(net(everyone, channel, classes)).toBe("3");
  expect(net(channel, everyone)).toBe("4");
});

test("a class's price outranks a channel's, whichever comes first", () => {
  expect(net(price("3", { customer_class: 2 }), price("4", { channel: 1 }))).toBe("3");
});

test("of equally specific rules the later one applies, as on the server", () => {
  expect(net(price("5"), price("6"))).toBe("6");
});

test("another's price is nobody else's", () => {
  expect(
    net(price("1", { customer: 8 }), price("2", { channel: 9 }), price("3", { customer_class: 9 })),
  ).toBeUndefined();
});
