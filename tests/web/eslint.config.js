import js from "@eslint/js";
import globals from "globals";

// Whatever comes from the data must enter the page as text; these would take it for markup.
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc"];
const message = "Text from the data must never become markup: use netgov.make.";

export default [
  { ignores: ["**/*.min.js"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implicit-globals": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        ...MARKUP.map((property) => ({ property, message })),
        { object: "document", property: "write", message },
        { object: "document", property: "writeln", message },
      ],
    },
  },
  {
    files: ["netgov/drawing/page/*.js"],
    languageOptions: { globals: { ...globals.browser, vis: "readonly" } },
  },
  { files: ["tests/web/*.js"], languageOptions: { globals: globals.node } },
];
