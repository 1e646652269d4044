/** Routes live behind `#`: any server that hands out the built files as they are serves every screen. */
import { createRouter, createWebHashHistory } from "vue-router";
import { call } from "./store/call";
import { draft } from "./store/form";
import { session } from "./store/session";
import Call from "./screens/call/Call.vue";
import Approval from "./screens/Approval.vue";
import Approvals from "./screens/Approvals.vue";
import Customer from "./screens/Customer.vue";
import Customers from "./screens/Customers.vue";
import Fill from "./screens/forms/Fill.vue";
import Forms from "./screens/forms/Forms.vue";
import Leave from "./screens/Leave.vue";
import Login from "./screens/Login.vue";
import Me from "./screens/Me.vue";
import Notices from "./screens/Notices.vue";
import Performance from "./screens/Performance.vue";
import PlanDay from "./screens/PlanDay.vue";
import Report from "./screens/Report.vue";
import SyncHealth from "./screens/SyncHealth.vue";
import Team from "./screens/Team.vue";
import Today from "./screens/Today.vue";

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: "/", redirect: () => (draft.value ? `/forms/${draft.value.id}` : call.value ? "/call" : "/today") },
    { path: "/login", component: Login, meta: { open: true } },
    { path: "/today", component: Today, meta: { tabs: true } },
    { path: "/customers", component: Customers, meta: { tabs: true } },
    { path: "/customers/:id(\\d+)", component: Customer, props: ({ params }) => ({ id: Number(params.id) }) },
    { path: "/performance", component: Performance, meta: { tabs: true } },
    { path: "/me", component: Me, meta: { tabs: true } },
    { path: "/me/notices", component: Notices },
    { path: "/me/leave", component: Leave },
    { path: "/me/plan", component: PlanDay },
    { path: "/me/report", component: Report },
    { path: "/me/forms", component: Forms },
    { path: "/forms/:id", component: Fill, props: true },
    { path: "/me/sync", component: SyncHealth },
    { path: "/me/approvals", component: Approvals },
    { path: "/me/approvals/:id(\\d+)", component: Approval, props: ({ params }) => ({ id: Number(params.id) }) },
    { path: "/me/team", component: Team },
    { path: "/call", component: Call },
    { path: "/:rest(.*)*", redirect: "/" },
  ],
});

router.beforeEach((to) => {
  if (!session.value && !to.meta.open) return "/login";
  if (to.path === "/call" && !call.value) return "/today";
  return true;
});
