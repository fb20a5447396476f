// The parameters of main.bicep, from environment variables: set them in the shell, or with `azd env set`. Those without a default are
// required; the defaults are those of main.bicep.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param authAuthority = readEnvironmentVariable('AUTH_AUTHORITY')
param authAudience = readEnvironmentVariable('AUTH_AUDIENCE')
param signInClientId = readEnvironmentVariable('SIGN_IN_CLIENT_ID', '')
param signInScope = readEnvironmentVariable('SIGN_IN_SCOPE', 'openid profile offline_access')
param instagramAppId = readEnvironmentVariable('INSTAGRAM_APP_ID')
param payPalMerchantId = readEnvironmentVariable('PAYPAL_MERCHANT_ID')
param payPalBaseUrl = readEnvironmentVariable('PAYPAL_BASE_URL', 'https://api-m.sandbox.paypal.com')
param publicBaseUrl = readEnvironmentVariable('PUBLIC_BASE_URL', '')
param mailHost = readEnvironmentVariable('MAIL_HOST', '')
param mailFrom = readEnvironmentVariable('MAIL_FROM', '')
param mailAlertsTo = readEnvironmentVariable('MAIL_ALERTS_TO', '')
// azd sets both.
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', '')
param vaultPublicNetworkAccess = readEnvironmentVariable('VAULT_PUBLIC_NETWORK_ACCESS', 'Enabled')
param softDeleteRetentionInDays = int(readEnvironmentVariable('SOFT_DELETE_RETENTION_IN_DAYS', '30'))
param storageSku = readEnvironmentVariable('STORAGE_SKU', 'Standard_ZRS')
param useScheduler = bool(readEnvironmentVariable('USE_SCHEDULER', 'false'))
param orchestrationDaysKept = int(readEnvironmentVariable('ORCHESTRATION_DAYS_KEPT', '90'))
param schedulerIpAllowlist = split(readEnvironmentVariable('SCHEDULER_IP_ALLOWLIST', '0.0.0.0/0'), ',')
param maximumInstanceCount = int(readEnvironmentVariable('MAXIMUM_INSTANCE_COUNT', '40'))
param instanceMemoryMB = any(int(readEnvironmentVariable('INSTANCE_MEMORY_MB', '2048')))
param logRetentionInDays = int(readEnvironmentVariable('LOG_RETENTION_IN_DAYS', '30'))
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param lockData = bool(readEnvironmentVariable('LOCK_DATA', 'true'))
// A JSON object of texts, such as {"Mail__Port":"465"}.
param extraSettings = json(readEnvironmentVariable('EXTRA_SETTINGS', '{}'))
