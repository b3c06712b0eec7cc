//! The keys of the vault: made at the first start, rotated while the service runs.

use sidetone_backend::safe::Safe;

use crate::rig::Rig;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_makes_keys_for_its_own_user_only() {
    let rig = Rig::new().await;
    let file = rig.config.data_dir.join("keys");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("fingerprint = "));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_rotated_beside_a_running_service_and_the_old_one_can_go() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let saved = rig.connection(&owner).await;
    let file = rig.config.data_dir.join("keys");
    let old = std::fs::read_to_string(&file).unwrap();
    let new = vault::Keys::generate_line("second").unwrap();
    std::fs::write(&file, format!("{}\n{old}", new.expose())).unwrap();
    // As `sidetone keys rotate` does it, in a process of its own.
    let beside = Safe::open(&rig.config).unwrap();
    assert_eq!(beside.rotate(&rig.store).await.unwrap(), 2);
    assert_eq!(beside.rotate(&rig.store).await.unwrap(), 0);
    let without: String = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with("first"))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&file, without).unwrap();
    // The running service meets a key that it does not know, and takes it up. Unlinking opens the
    // client secret.
    let path = rig.at(&saved, "/unlink").await;
    let request = rig.console(&owner, "POST", &path).json(&serde_json::json!({ "word": "DELETE" }));
    assert_eq!(request.send().await.unwrap().status(), 204);
}
