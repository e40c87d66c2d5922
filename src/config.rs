//! The settings of a running server: each is a flag or an environment variable.

/// One server.
#[derive(Debug, Clone, clap::Args)]
pub struct ServerConfig {
    /// 数据库地址 · Database address: a file for embedded SQLite (`sqlite://data/barometer.db`) or `postgres://…`.
    #[arg(long, env = "BAROMETER_DATABASE", default_value = "sqlite://data/barometer.db")]
    pub database: String,
    /// 密钥文件夹，放在数据库和备份之外 · Folder of secret keys, outside the database and its backup; made at first start with mode 0700.
    #[arg(long, env = "BAROMETER_KEYS", default_value = "data/keys")]
    pub keys: std::path::PathBuf,
    /// 监听地址 · Address to listen on.
    #[arg(long, env = "BAROMETER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
    /// 受访者访问的网址，写入邀请链接和二维码 · Address under which respondents reach the server, for links and codes in invitations.
    #[arg(long, env = "BAROMETER_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    pub public_url: String,
    /// 动态口令：required 除访问员外都必须设置，optional 自愿 · Second factor: required of everybody but interviewers, or optional.
    #[arg(long, env = "BAROMETER_SECOND_FACTOR", value_enum, default_value = "required")]
    pub second_factor: SecondFactorRule,
}

/// Who has to have a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SecondFactorRule {
    /// Everybody but interviewers.
    Required,
    /// Whoever wants one.
    Optional,
}

impl ServerConfig {
    /// Settings for an embedded database in that file, everything else as by default.
    pub fn for_file(path: &std::path::Path) -> ServerConfig {
        ServerConfig {
            database: format!("sqlite://{}", path.display()),
            keys: path.with_file_name("keys"),
            listen: ([127, 0, 0, 1], 8080).into(),
            public_url: "http://127.0.0.1:8080".into(),
            second_factor: SecondFactorRule::Optional,
        }
    }
}
