//! 公式为什么没有值。

use crate::domain::analysis::formula::{FormulaError, comparison};

/// 用中文说出原因。
pub fn refusal(error: &FormulaError) -> String {
    match error {
        FormulaError::UnknownName { formula, name } => format!("“{formula}”用到“{name}”，而没有这一列"),
        FormulaError::NotNumber { formula, column, level } => {
            format!("“{formula}”需要数，而列“{column}”里有“{level}”")
        }
        FormulaError::TextForNumber { formula } => format!("“{formula}”在需要数的地方用了文字"),
        FormulaError::NotTruth {
            formula, column, value, ..
        } => {
            let of = column
                .as_ref()
                .map_or_else(|| "有一个值".into(), |column| format!("“{column}”"));
            let example = comparison(column.as_deref());
            format!("{of}为 {value}，而“{formula}”此处要的是 1（真）或 0（假）；写成比较即可，例如{example}")
        }
        FormulaError::Undefined { formula, .. } => {
            format!("“{formula}”在这一行没有结果：除以 0，对数、平方根不存在，或数太大")
        }
    }
}
