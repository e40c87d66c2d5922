//! 数据接口页面的中文。

use crate::text::feed::Feed;

/// 数据接口页面的文字。
pub const FEED: Feed = Feed {
    title: "数据接口",
    about: "绩效总账等系统从这里取得已封存的得分。只有已封存的成绩单才会给出；更正之后版本号加一，旧版仍可读取。",
    chapters: ["谁可以取", "主动发送", "发送记录", "给开发人员"],
    clients_about: "每个系统一个令牌。令牌只显示一次；不再使用或疑似泄露时撤销，立即失效。",
    client_heads: ["名称", "建立人", "建立", "最近使用", "状态", "操作"],
    name: "系统名称",
    name_hint: "例如：市绩效管理信息平台",
    name_wrong: "请填写系统名称，最多 60 个字符。",
    make: "发令牌",
    revoke: "撤销",
    states: ["有效", "{day} 撤销"],
    never: "从未",
    token: "新令牌",
    token_about: "请把令牌交给“{name}”的管理人员。它只显示这一次，这里不保存。",
    push_about: "成绩单封存后，自动发到下面的地址，带平台签名；对方答复成功（2xx）之前会一直重试，间隔从 30 秒逐渐延长到一小时。",
    target_heads: ["地址", "设置人", "起始", "状态", "操作"],
    address: "接收地址",
    address_hint: "以 https:// 或 http:// 开头，不要带用户名和密码。",
    address_wrong: "这不是可用的地址：要以 https:// 或 http:// 开头，不带用户名、密码和 #。",
    add: "添加地址",
    remove: "停止发送",
    hurry: "现在重试",
    delivery_heads: ["成绩单", "地址", "状态", "次数", "时间"],
    delivery_states: ["已接收", "等待重试", "不再发送"],
    attempt_heads: ["时间", "成绩单", "第几次", "对方答复"],
    attempts: "每一次尝试",
    version: "第 {version} 版",
    programmers: "用令牌取得得分（JSON、CSV 或 XLSX）：",
    description: "接口说明（OpenAPI）",
    signature: "发送的内容带有请求头 Barometer-Signature: ed25519 密钥编号 签名；签名对象是“barometer/push/1”加换行再接正文字节，用平台公钥核对。",
};
