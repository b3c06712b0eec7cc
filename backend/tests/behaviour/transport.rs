//! Plain HTTP stays on loopback: other machines come by TLS, or through a trusted proxy that did.

use reqwest::{Method, StatusCode};
use sidetone_backend::Service;

use crate::rig::Rig;

// row!(C12)
#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_only_what_came_by_https_is_answered() {
    let rig = Rig::with(|config| {
        config.listen = "0.0.0.0:0".parse().unwrap();
        config.trusted_proxies = vec!["127.0.0.0/8".to_owned()];
        config.public_url = "https://phone.example.com".to_owned();
    })
    .await;
    let ask = |proto: Option<&str>, path: &str| {
        let url = format!("http://127.0.0.1:{}{path}", rig.address.port());
        let mut request = rig.http.request(Method::GET, url);
        if let Some(proto) = proto {
            request = request.header("x-forwarded-proto", proto);
        }
        request.send()
    };
    assert_eq!(ask(Some("https"), "/").await.unwrap().status(), StatusCode::OK);
    let answer = ask(Some("https"), "/").await.unwrap();
    assert!(answer.headers().contains_key("strict-transport-security"));
    for proto in [None, Some("http"), Some("https, http")] {
        assert_eq!(ask(proto, "/").await.unwrap().status(), StatusCode::FORBIDDEN, "{proto:?}");
    }
    assert_eq!(ask(None, "/healthz").await.unwrap().status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_not_trusted_is_not_believed() {
    let rig = Rig::with(|config| {
        config.listen = "0.0.0.0:0".parse().unwrap();
        config.trusted_proxies = vec!["10.0.0.0/8".to_owned()];
        config.public_url = "https://phone.example.com".to_owned();
    })
    .await;
    let url = format!("http://127.0.0.1:{}/", rig.address.port());
    let request = rig.http.get(url).header("x-forwarded-proto", "https");
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_certificate_files_it_speaks_tls() {
    let rig = Rig::new().await;
    let folder = rig.config.data_dir.clone();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut config = rig.config.clone();
    config.data_dir = folder.join("second");
    config.tls.cert_file = Some(cert);
    config.tls.key_file = Some(key);
    let service = Service::start(config).await.unwrap();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap()])
        .build()
        .unwrap();
    let url = format!("https://localhost:{}/healthz", service.address.port());
    assert_eq!(client.get(url).send().await.unwrap().status(), StatusCode::OK);
    let plain = format!("http://localhost:{}/healthz", service.address.port());
    assert!(client.get(plain).send().await.is_err());
    service.stop().await;
}
