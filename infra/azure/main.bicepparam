// What main.bicep is given from the environment: set these in the shell, or with `azd env set`.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param authAuthority = readEnvironmentVariable('AUTH_AUTHORITY')
param authAudience = readEnvironmentVariable('AUTH_AUDIENCE')
param instagramAppId = readEnvironmentVariable('INSTAGRAM_APP_ID')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param payPalBaseUrl = readEnvironmentVariable('PAYPAL_BASE_URL', 'https://api-m.sandbox.paypal.com')
