/** Names for the schemas of the server's OpenAPI document, as `scripts/front` generated them. */
import type { Definition } from "../rules/forms";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Approval = Schemas["ApprovalOut"];
export type Choice = Schemas["ChoiceOut"];
export type Colleague = Schemas["ColleagueOut"];
export type Company = Schemas["CompanyOut"];
export type Credit = Schemas["CreditOut"];
export type Customer = Schemas["CustomerOut"];
export type DayPlan = Schemas["DayPlanOut"];
export type DayReport = Schemas["DayReportOut"];
export type DocumentIn = Schemas["DocumentIn"];
export type Answer = Schemas["AnswerOut"];
export type FormOut = Omit<Schemas["FormOut"], "definition"> & { definition: Definition };
export type KeyPerson = Schemas["KeyPersonOut"];
export type LeaveAsked = Schemas["LeaveAskedOut"];
export type LeaveAway = Schemas["LeaveAwayOut"];
export type LeaveOut = Schemas["LeaveOut"];
export type LoginOut = Schemas["LoginOut"];
export type Metric = Schemas["MetricOut"];
export type MustStock = Schemas["MustStockOut"];
export type Notices = Schemas["NoticesOut"];
export type PastVisit = Schemas["PastVisitOut"];
export type Performance = Schemas["PerformanceOut"];
export type Person = Schemas["PersonOut"];
export type PlannedStop = Schemas["PlannedStopOut"];
export type Price = Schemas["PriceOut"];
export type Pull = Schemas["PullOut"];
export type Shelf = Schemas["ShelfOut"];
export type Sku = Schemas["SkuOut"];
export type Step = Schemas["StepOut"];
export type StepSet = Schemas["StepSetOut"];
export type Team = Schemas["TeamOut"];
export type TeamLeave = Schemas["TeamLeaveOut"];
