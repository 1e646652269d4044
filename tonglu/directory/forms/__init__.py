"""Forms 表单: check lists and questionnaires as versioned data, and what people filled in.

Takes in definitions (shipped with the product, drawn up on the desk, or brought in as JSON Schema) and answers from
phones and desk; hands on filled-in forms with their score, each by the version that it was filled in by, and one row
for every coded or scored answer, so that figures can be counted over them.
"""
