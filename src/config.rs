//! The settings of a running server: each is a flag or an environment variable.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

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
    pub listen: SocketAddr,
    /// 人们访问的网址，写入邀请链接、二维码和登录链接；不写则是 http:// 加监听地址 · Address under which people reach the server, for links and codes; by default http:// and the address of --listen.
    #[arg(long, env = "BAROMETER_PUBLIC_URL")]
    pub public_url: Option<String>,
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
            public_url: None,
            second_factor: SecondFactorRule::Optional,
        }
    }

    /// What links begin with: what was set, or else the address that is listened on.
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| address_of(self.listen))
    }
}

/// The address of a page of a server that listens there; one that listens everywhere is reached here.
pub fn address_of(listen: SocketAddr) -> String {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, listen.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_where_the_server_listens_unless_an_address_is_set() {
        let mut config = ServerConfig::for_file(std::path::Path::new("x.db"));
        assert_eq!(config.public_url(), "http://127.0.0.1:8080");
        for (listen, address) in [
            ("127.0.0.1:8204", "http://127.0.0.1:8204"),
            ("0.0.0.0:80", "http://127.0.0.1:80"),
            ("[::]:81", "http://[::1]:81"),
            ("10.1.2.3:8080", "http://10.1.2.3:8080"),
        ] {
            config.listen = listen.parse().unwrap();
            assert_eq!(config.public_url(), address);
        }
        config.public_url = Some("https://survey.example".into());
        assert_eq!(config.public_url(), "https://survey.example");
    }
}
