import { settings } from "./settings.js";
import { byId } from "./dom.js";

settings();
// The style sheet shows the page's message, without this script too; here it is tied to the field.
const { message } = document.body.dataset;
if (byId(message)) {
  byId("token").setAttribute("aria-invalid", "true");
  byId("token").setAttribute("aria-describedby", message);
}
byId("token").focus();
