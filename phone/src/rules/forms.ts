/**
 * The rules of forms, as on the server (`tonglu/directory/forms/rules.py`, `scoring.py`); both are held to
 * `form_cases.json`.
 */
export * from "./forms/check";
export * from "./forms/conditions";
export * from "./forms/definition";
export * from "./forms/score";
export * from "./forms/progress";
