import { h } from "./dom.js";
import { t } from "./language.js";

// Who has it comes first, then whether, how surely and when.
const groups = ["disorder", "symptom", "possible", "history", "watch", "absent", "family", "other"];

function groupOf({ kind, assertion }) {
  if (assertion.subject !== "patient") return assertion.subject === "family" ? "family" : "other";
  if (assertion.polarity === "absent") return "absent";
  if (assertion.certainty === "hypothetical") return "watch";
  if (assertion.certainty === "possible") return "possible";
  return assertion.time === "history" ? "history" : kind === "disorder" ? "disorder" : "symptom";
}

const categories = { absent: "absent", history: "history", family: "family", other: "family" };

/// What a group's label does not say of a problem.
function aside(group, { assertion }) {
  if ((group === "family" || group === "other") && assertion.polarity === "absent") return t("problem.notPresent");
  if ((group === "possible" || group === "watch") && assertion.time === "history") return t("problem.inHistory");
  return "";
}

/// Problems by what is said of them: present, possible, past, denied, somebody else's.
export function problemGroups(problems, insights) {
  return h(
    "dl",
    { class: "groups" },
    groups.flatMap((group) => {
      const members = problems.filter((problem) => groupOf(problem) === group);
      if (!members.length) return [];
      const items = members.map((problem) => {
        const code = problem.codes.find(({ system }) => system === "icd-10")?.code;
        const more = aside(group, problem);
        return h(
          "li",
          {},
          insights.button(
            categories[group] ?? "problem", problem.evidence,
            problem.name,
            more ? h("span", { class: "more" }, ` (${more})`) : null,
            code ? h("span", { class: "code" }, ` ${code}`) : null,
          ),
        );
      });
      return h("div", { class: `group is-${group}` }, h("dt", {}, t(`problem.${group}`)), h("dd", {}, h("ul", { class: "chips" }, items)));
    }),
  );
}
