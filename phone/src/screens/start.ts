import { showConfirmDialog } from "vant";
import { useRouter } from "vue-router";
import type { Customer } from "../api/types";
import { t } from "../i18n";
import { abandon, call, start } from "../store/call";
import { bundle } from "../store/home";

/** Opens a call at a customer; another one that is still open is gone back to, or given up at the person's word. */
export function useStart(): (customer: Customer, purpose?: string) => Promise<void> {
  const router = useRouter();
  return async (customer, purpose = "order") => {
    const open = call.value && bundle.value.customers.get(call.value.customer);
    if (call.value && call.value.customer !== customer.id && (await givesUp(open?.name ?? ""))) await abandon();
    if (!call.value) start(customer, purpose);
    await router.push("/call");
  };
}

/** True: give the open call up. False: go back to it. */
async function givesUp(name: string): Promise<boolean> {
  return showConfirmDialog({
    title: t("还有一家没结束"),
    message: t("{name} 的拜访还开着。放弃后那家的记录会删除。", { name }),
    confirmButtonText: t("放弃那家"),
    cancelButtonText: t("回到那家"),
  }).then(
    () => true,
    () => false,
  );
}
