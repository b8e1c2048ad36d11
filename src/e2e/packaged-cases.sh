check 0 "PROVEN to allow nothing new" stratus-red-team-ec2-steal-credentials-role --account "$shared/cloudtrail/accounts/123837392027-invictus.json" --trail "$shared/cloudtrail/invictus-2023"
check 2 "did you mean" stratus-red-team-ec2-steal-credentials-rol --account "$shared/cloudtrail/accounts/123837392027-invictus.json" --trail "$shared/cloudtrail/invictus-2023"
check 0 "allows it" simulate --account "$shared/cloudtrail/accounts/123837392027-invictus.json" --principal stratus-red-team-ec2-steal-credentials-role --action ec2:DescribeInstances --why
check 1 "no identity-based policy allows it" simulate --principal arn:aws:iam::111122223333:user/a --action s3:GetObject --resource arn:aws:s3:::b/k
check 2 "is not a principal" simulate --principal nobody --action s3:GetObject
check 0 "2,900 events of 20 principals" usage --trail "$shared/cloudtrail/invictus-2023" --out "$work/usage.gz"
check 0 "files read before: 55" usage --trail "$shared/cloudtrail/invictus-2023" --out "$work/usage.gz"
check 0 '"events" : 15' usage --trail "$work/usage.gz" --principal stratus-red-team-ec2-steal-credentials-role --format json
check 2 "there is no such file" usage --trail "$work/no-such-folder"
check 1 "[pass-role-with-star-in-resource]" lint "$root/testdata/lint/deploy.json"
check 0 "Found here:" lint --explain pass-role-with-star-in-resource
check 2 "there is no rule" lint --explain pass-role
check 0 "PROVEN to allow nothing new" DeployRole --account "$root/testdata/demo" --trail "$root/testdata/demo/trail"
check 2 "line 15, column 13" compare "$shared/policies/malformed/deny-service-specific-credential-by-type.json" "$root/testdata/policies/single-forms.json"
check 0 "granted but blocked" effective DeployRole --account "$root/testdata/demo"
check 0 "1 user or role can do iam:PassRole" who-can iam:PassRole --account "$root/testdata/demo"
check 1 "4 proven, 3 violated, 0 not decided" check "$root/testdata/invariants/guardrails.json" --account "$root/testdata/demo"
check 1 "escalation-reach-administrator" lint "$shared/policies/cloudsplaining/example-authz-details.json"
