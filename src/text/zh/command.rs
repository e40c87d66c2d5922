//! 命令行对文件、文件夹和选项的说明。

use crate::text::command::Complaint;

/// 系统为什么没有照办：常见的原因用中文说出，后面附系统的原话；其他的只有原话。
pub fn system(error: &std::io::Error) -> Option<String> {
    use std::io::ErrorKind as Kind;
    let said = match error.kind() {
        Kind::NotFound => "没有这个文件或文件夹",
        Kind::PermissionDenied => "没有权限",
        Kind::IsADirectory => "这是文件夹，不是文件",
        Kind::NotADirectory => "路径中有一段不是文件夹",
        Kind::AlreadyExists => "已有同名的文件",
        Kind::ReadOnlyFilesystem => "这个位置只能读，不能写",
        Kind::StorageFull => "存储空间已满",
        _ => return None,
    };
    Some(format!("{said}（{error}）"))
}

/// 用中文说出命令为什么不能执行。
pub fn complaint(complaint: &Complaint) -> String {
    match complaint {
        Complaint::CannotRead(path) => format!("无法读取 {path}"),
        Complaint::CannotReadNamed { file, asked } => format!("无法读取 {asked} 写到的文件 {file}"),
        Complaint::CannotWrite(path) => format!("无法写入 {path}"),
        Complaint::CannotEmpty(path) => format!("无法清空文件夹 {path}"),
        Complaint::NotADemonstration(path) => {
            format!("{path} 不是空的，也不是演示留下的文件夹；请用 --data 换一个文件夹")
        }
        Complaint::CannotMake(path) => format!("无法建立文件夹 {path}"),
        Complaint::NotAFolder(path) => format!("{path} 是一个文件，而结果要写入文件夹；请用 --out 换一个名称"),
        Complaint::NoSurvey(path) => format!("{path} 里没有调查：找不到 .toml 或 .csv 文件"),
        Complaint::NoBundle(path) => format!("{path} 里没有审计包"),
        Complaint::FrameOption(given) => format!("“{given}”：应写成“调查对象=文件”"),
        Complaint::NamedTwice(audience) => format!("“{audience}”写了两次"),
        Complaint::ResultsOverInput(path) => {
            format!("结果会取代本次分析要读的文件 {path}；请用 --out 另选文件夹")
        }
        Complaint::WouldOverwrite(path) => format!("{path} 已经存在；邀请名单不会覆盖任何文件"),
        Complaint::CodesInPart { part, path } => {
            format!("{part} 是上次邀请中断时留下的，其中的邀请码已经生效，而且别处没有：请把它改名为 {path}")
        }
        Complaint::StalePart(part) => {
            format!("{part} 是上次邀请中断时留下的，其中的邀请码没有生效：请删除它，再邀请一次")
        }
        Complaint::StaysInPart { part, path } => {
            format!("邀请码已经生效，但 {part} 不能改名为 {path}：请保管好它，邀请码别处没有")
        }
        Complaint::PerhapsInvited(parts) => {
            format!(
                "不能确定邀请码是否已经生效；邀请码在 {parts} 里。请保管好它，再执行一次同样的命令，就会知道是否有效"
            )
        }
        Complaint::HoldsOther(path) => format!("{path} 已经存在，内容不同，不会覆盖；请换一个文件夹，或先移走该文件"),
        Complaint::NotOfTheBundle(path) => {
            format!("{path} 不属于这个审计包，留在里面会使核验不通过；请换一个新文件夹")
        }
        Complaint::IsABundle(path) => format!("{path} 是审计包文件夹，多出文件会使核验不通过；请换一个文件夹"),
        Complaint::NoAccount(login) => format!("没有账号“{login}”"),
        Complaint::AccountLogin(login) => {
            format!("“{login}”：登录名要 2 至 40 个字符：汉字、小写字母、数字、点、横线、下划线，以汉字或字母开头")
        }
        Complaint::AccountName => "姓名要 1 至 60 个字符".into(),
        Complaint::Role(role) => format!("签名方“{role}”不存在；应为 platform、agency 或 office"),
        Complaint::PublicKey(path) => format!("{path} 里没有公钥"),
        Complaint::Listen(address) => {
            format!("无法在 {address} 上提供服务：是否有别的程序占用？可用 --listen 换一个地址")
        }
        Complaint::Database => "数据库不能使用".into(),
        Complaint::DatabaseFailed => "数据库出错".into(),
        Complaint::NoRound(round) => format!("没有轮次“{round}”"),
        Complaint::Corrupt(what, why) => format!("数据库里存的内容（{what}）无法读取：{why}"),
        Complaint::KeyFile(path) => format!("密钥文件 {path} 不能使用"),
        Complaint::KeysMissing {
            folder,
            missing,
            expected,
        } => format!(
            "密钥文件夹 {folder} 缺少 {missing}。这个数据库已在使用，属于密钥组 {expected}：换成新密钥，邀请码、回执和联系方式\
             都将无法读取，所以不会新建。请用 --keys 指定该密钥组的文件夹，或从保管的副本放回这些文件；\
             换一个 --database 则会新建一组"
        ),
        Complaint::OtherKeys {
            folder,
            found,
            expected,
        } => format!(
            "密钥文件夹 {folder} 里是密钥组 {found}，而这个数据库属于密钥组 {expected}。请用 --keys 指定后者的文件夹，\
             或用 --database 指定前者的数据库；没有作任何改动"
        ),
        Complaint::MasterKey(path) => format!("{path} 里不是主密钥；应为 64 位十六进制数字"),
    }
}
