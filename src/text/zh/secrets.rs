//! 密钥、签名、联系方式、代码和导出出了什么问题。

use crate::domain::proof::{CodeError, ContactError, KeyError, SealError};
use crate::export::ExportError;

/// 联系方式为什么不能加密或解密。
pub fn contact(error: &ContactError) -> String {
    match error {
        ContactError::TooLong => "联系方式太长，无法加密".into(),
        ContactError::CutOff => "存储的联系方式不完整".into(),
        ContactError::Wrong => "存储的联系方式与这个单位或密钥不符，或被改动过".into(),
    }
}

/// 密钥为什么不能用。
pub fn key(error: &KeyError) -> String {
    match error {
        KeyError::Secret => "没有找到 Ed25519 私钥；应为以 -----BEGIN PRIVATE KEY----- 开头的 PEM 文字".into(),
        KeyError::Public => "没有找到 Ed25519 公钥；应为以 -----BEGIN PUBLIC KEY----- 开头的 PEM 文字".into(),
        KeyError::Write => "密钥无法写成 PEM".into(),
    }
}

/// 为什么不是封存的成绩单。
pub fn seal(error: &SealError) -> String {
    match error {
        SealError::NotJson { line, column } => {
            format!("这不是 JSON 文件：第 {line} 行第 {column} 列不符合 JSON 的写法")
        }
        SealError::Shape => "这是 JSON，但不是封存的成绩单：缺少 sheet 和 signatures 两部分，或其中内容不对".into(),
        SealError::Schema(found) => format!("发现格式“{found}”，不是封存成绩单的格式"),
        SealError::NotCanonical(byte) => format!(
            "文件在封存之后被改动过或重新保存过，签名不可能有效：从第 {byte} 个字节（从 0 起）开始，与签名时的规范写法不同。请用下载时的原文件"
        ),
        SealError::Canonical(why) => format!("无法写成规范格式：{why}"),
    }
}

/// 代码为什么不能用。
pub fn code(error: &CodeError) -> String {
    match error {
        CodeError::Mistyped => "代码输入有误".into(),
        CodeError::Malformed => "这不是代码：长度不对，或含有代码里不会出现的字符".into(),
    }
}

/// 文件为什么不能导出。
pub fn export(error: &ExportError) -> String {
    match error {
        ExportError::Json(why) => format!("成绩单无法写成规范的 JSON：{why}"),
        ExportError::Csv(why) => format!("CSV 无法写出：{why}"),
        ExportError::Workbook(why) => format!("工作簿无法写出：{why}"),
        ExportError::Code { length } => format!("链接有 {length} 个字符，二维码放不下；最多 2,300 个"),
        ExportError::Archive(source) => format!("压缩文件无法写出：{source}"),
    }
}
