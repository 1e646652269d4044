import { useRouter } from "vue-router";
import type { FormOut } from "../../api/types";
import { begin, type About } from "../../store/form";

/** Begins a form, or goes on with the one that is begun about the same. */
export function useForm(): (form: FormOut, about?: About) => Promise<void> {
  const router = useRouter();
  return async (form, about = {}) => void (await router.push(`/forms/${await begin(form, about)}`));
}
