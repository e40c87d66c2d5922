//! 个案联系方式的中文。

use crate::text::contact::ContactWords;

/// 联系方式的文字。
pub const CONTACT: ContactWords = ContactWords {
    title: "个案 {number} 的联系方式",
    show: "显示联系方式",
    logged: "查看会记入操作日志。",
    care: "只用于联系这个个案，不要抄走或转给别人；成绩单封存时一并销毁。",
    none: "这个个案没有留存联系方式。",
    back: "返回",
    columns: &[
        ("phone", "电话"),
        ("mobile", "手机"),
        ("name", "姓名"),
        ("address", "地址"),
        ("email", "电子邮箱"),
        ("contact", "联系人"),
    ],
};
