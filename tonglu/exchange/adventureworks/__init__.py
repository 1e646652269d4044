"""The sample company AdventureWorks, from a folder of its published files into an empty database.

Takes in people, territories, resellers, products with dated prices and costs, order lines and quotas; hands on a
running company, and a report that names whatever did not join. `source` reads, `join`, `posts` and `ownership`
decide from values alone, and one module per noun writes. What the files leave open is settled so:

- **Days.** The tab-separated files are six years and one month older than the orders: 2,223 days, which puts every
  quota on the first day of a quarter (one that does not fall there is refused) and makes the price history meet the
  orders. All their dates are moved by that, and their inclusive end dates become half-open.
- **Time zone.** The files give days and no times, for people in six countries: the company keeps UTC and an order
  is placed at noon, so that its business date is the day in the file.
- **People.** Those of `SalesPerson.csv` and everyone above them in `Employee.csv` (its organisation nodes say who is
  above whom). The files hold no personal names: the login stands for the name.
- **Units.** The company, the territories' groups, the territories. A leader belongs to the smallest unit that holds
  the territories of all below him.
- **Positions.** One per rep and territory, held as `SalesTerritoryHistory.csv` says; one per leader since he was
  hired. An order belongs to the position that its rep held that day; after his last one ended, to that one.
- **Owners.** A customer belongs to the position of his latest order, from his first order on. When its holder
  leaves the territory and exactly one other takes it up that very day, the customers pass to him. The undated rep
  in `Store.csv` decides nothing: the report counts how often he is the rep of the last order.
- **Customers.** Every reseller; one without an order is a prospect, without an owner. His unit is the territory of
  his orders, else that named like his country, else the only one in which his state's resellers order. `Store.csv`
  is met by the exact name; its survey has no place on the customer card yet and is left out.
- **SKUs.** The finished goods; the versions of a product among the order lines' keys meet by name. There is no net
  price list: the list price is the price, what a reseller paid less is the discount of his order line.
- **Cost** of a line: `TotalProductCost`, and where that is missing the line's own `StandardCost` times quantity.
- **Delivered** on the order date. No receivables: there are none in the files.
"""
