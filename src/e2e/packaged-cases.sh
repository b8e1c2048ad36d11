check 0 "PROVEN to allow nothing new" stratus-red-team-ec2-steal-credentials-role --account "$shared/cloudtrail/accounts/123837392027-invictus.json" --trail "$shared/cloudtrail/invictus-2023"
check 2 "did you mean" stratus-red-team-ec2-steal-credentials-rol --account "$shared/cloudtrail/accounts/123837392027-invictus.json" --trail "$shared/cloudtrail/invictus-2023"
