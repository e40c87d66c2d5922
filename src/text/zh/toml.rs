//! TOML 的读法说哪里不合格式：常见的说法译成中文，其余照原话。

/// 原话中逗号加 expected 之前的部分是哪里不对，之后是应有的符号。
pub fn syntax(said: &str) -> String {
    let (wrong, expected) = said.split_once(", expected ").unwrap_or((said, ""));
    let Some(wrong) = translated(wrong) else {
        return said.to_owned();
    };
    // 应有的若是符号，各种语言都看得懂；若是英文的说法，上面已经说了。
    match expected.starts_with('`') {
        true => format!("{wrong}，应有 {expected}"),
        false => wrong.to_owned(),
    }
}

fn translated(wrong: &str) -> Option<&'static str> {
    Some(match wrong {
        "string values must be quoted" => "文字要用引号括起来",
        "invalid basic string" | "invalid literal string" | "missing opening quote" => "引号没有配对",
        "invalid multi-line basic string" => "三个引号没有配对",
        "missing escaped value" | "too few unicode value digits" => {
            "反斜杠后面的字符不对；要写反斜杠本身，请写两个，或改用单引号"
        }
        "invalid unquoted key" => "键不加引号时只能含英文字母、数字、- 和 _；其他键（如汉字）请加引号",
        "unquoted keys cannot be empty" => "键不能为空",
        "key with no value" | "missing assignment between key-value pairs" => "键后面缺少等号",
        "missing value" | "missing value for key" => "等号后面没有值",
        "duplicate key" => "同一个键（或表）写了两次",
        "unclosed table" | "unclosed array table" => "表名的方括号没有配对",
        "unclosed array" => "列表的方括号没有配对",
        "unclosed inline table" => "花括号没有配对",
        "unexpected `=` in array" => "列表里不能有等号；前面的方括号可能没有配对",
        "missing comma between array elements" => "列表的两项之间缺少逗号，或列表没有用 ] 结束",
        "missing comma between key-value pairs" => "两项之间缺少逗号",
        "extra comma in array" | "extra comma in inline table" => "多了一个逗号",
        "extra `=`" | "extra assignment between key-value pairs" => "多了一个等号，或两项之间缺少逗号",
        "unexpected key or value" | "unexpected content" => "多余的内容",
        "unexpected leading zero" => "数的开头不能是 0",
        "redundant numeric sign" | "unexpected sign" => "正负号不对",
        "invalid value" => "值不合格式",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::{Language, Problems};
    use crate::text::problems;

    fn told(text: &str) -> String {
        let problems: Problems = crate::domain::analysis::parse::parse("s.toml", text).unwrap_err();
        problems::print(&problems, Language::Zh)
    }

    #[test]
    fn usual_slips_are_told_in_chinese() {
        for (text, says) in [
            (
                "title = Eight",
                "s.toml:1: 发现：不符合 TOML 格式的文字（文字要用引号括起来）",
            ),
            (
                "a = 1\ntitle = \"Eight",
                "s.toml:2: 发现：不符合 TOML 格式的文字（引号没有配对",
            ),
            ("层 = 1", "汉字"),
            ("title \"a\"", "缺少等号"),
            ("title = \"a\"\ntitle = \"b\"", "写了两次"),
            ("[design", "表名的方括号没有配对，应有 `]`"),
        ] {
            assert!(told(text).contains(says), "{}", told(text));
        }
    }

    #[test]
    fn a_bracket_that_is_open_is_not_told_for_every_line_that_follows() {
        let text = format!("a = [1, 2\n{}", "b = \"c\"\n[d]\n".repeat(20));
        assert!((1..=3).contains(&told(&text).lines().count()), "{}", told(&text));
    }

    #[test]
    fn what_nobody_translated_stays_as_it_is() {
        assert_eq!(syntax("something new, expected `x`"), "something new, expected `x`");
    }
}
