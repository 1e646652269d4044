import { createApp } from "vue";
import App from "./App.vue";
import { router } from "./router";
import { resume } from "./store/call";
import { resumeForms } from "./store/form";
import { enter } from "./store/home";
import { session } from "./store/session";
import { keepInSync, syncSoon } from "./store/sync";
import "./vant";
import "./theme.css";
import "./style.css";

if (session.value) {
  await enter(session.value.person.id);
  await resume(); // before the router decides where to open
  await resumeForms();
}
createApp(App).use(router).mount("#app");
keepInSync();
syncSoon();
