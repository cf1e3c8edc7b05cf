// What html-validate asks of every page: `npx html-validate -c .htmlvalidate.mjs ../../target/check/root`.

export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // The policy of the site forbids them.
    "no-inline-style": "error",
    // A text field with a list of proposals is a combobox by the ARIA practices; `select` and `datalist` cannot be one.
    "prefer-native-element": ["error", { exclude: ["combobox", "listbox"] }],
    // Everything comes from the site itself, in folders named by their hash. Another host would need a hash of its own.
    "require-sri": ["error", { target: "crossorigin" }],
  },
};
