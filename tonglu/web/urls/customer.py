"""客户: customers, their key people and their credit."""

from __future__ import annotations

from tonglu.web.access import CREDIT, GRANTING, LEADING, MASTER_DATA, RELATIONS, page
from tonglu.web.desk import credit, customers, key_people

PAGES = [
    page("customers", customers.customers, name="customers", roles=MASTER_DATA),
    page("customers/<int:pk>", customers.customer, name="customer", roles=MASTER_DATA),
    page("customers/<int:pk>/people", key_people.customer_people, name="customer_people", roles=MASTER_DATA),
    page("customers/<int:pk>/people/add", key_people.key_person_add, name="key_person_add", roles=RELATIONS),
    page("key-people/<int:pk>", key_people.key_person, name="key_person", roles=MASTER_DATA),
    page(
        "key-people/<int:pk>/change",
        key_people.key_person_change,
        name="key_person_change",
        roles=RELATIONS,
    ),
    page("key-people/<int:pk>/leave", key_people.key_person_leave, name="key_person_leave", roles=RELATIONS),
    page("key-people/<int:pk>/erase", key_people.key_person_erase, name="key_person_erase", roles=LEADING),
    page("customers/<int:pk>/credit", credit.customer_credit, name="customer_credit", roles=CREDIT),
    page("customers/<int:pk>/credit/grant", credit.credit_grant, name="credit_grant", roles=GRANTING),
]
