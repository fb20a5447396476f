metadata description = 'ChatPay on Azure: one function app and what it needs, joined by one identity and no keys.'

targetScope = 'resourceGroup'

import { roles } from 'modules/roles.bicep'

@description('Name of this environment, such as test or live. It becomes a tag and part of the hash in every resource name.')
@minLength(2)
@maxLength(32)
param environmentName string

@description('Azure region. It must offer Flex Consumption and, if you use it, the Durable Task Scheduler.')
param location string = resourceGroup().location

@description('OpenID Connect issuer of the tokens that buyers, sellers and operators present.')
@minLength(8)
param authAuthority string

@description('Audience that these tokens must contain.')
@minLength(1)
param authAudience string

@description('Client ID of the pages at that issuer: a single-page application with the redirect URIs {address of this app}/signed-in and, after sign-out, {address of this app}/. If empty, nobody can sign in to the pages.')
param signInClientId string = ''

@description('Scopes that the pages request. With Entra, include a scope of the API, such as api://chatpay/use.')
param signInScope string = 'openid profile offline_access'

@description('SMTP server for email to sellers and operators. If empty, no email is sent. The user name and password are the secrets mail-user-name and mail-password.')
param mailHost string = ''

@description('Sender of that email, such as ChatPay <orders@example.com>.')
param mailFrom string = ''

@description('Email addresses for new operator alerts, separated by commas, ten at most. If empty, none are sent. Requires mailHost.')
param mailAlertsTo string = ''

@description('Instagram app ID at Meta (app dashboard, Instagram, API setup with Instagram login).')
@minLength(1)
param instagramAppId string

@description('Public address of the app, ending in a slash, such as https://pay.example.com/. If empty, the host name that Azure assigns is used.')
param publicBaseUrl string = ''

@description('Base address of PayPal\'s API. Keep the sandbox until you go live.')
@allowed(['https://api-m.sandbox.paypal.com', 'https://api-m.paypal.com'])
param payPalBaseUrl string = 'https://api-m.sandbox.paypal.com'

@description('PayPal merchant ID of the platform: 13 capital letters and digits. Captured payments must have been paid to this account.')
@minLength(13)
@maxLength(13)
param payPalMerchantId string

@description('Object ID of the person or group that stores the PayPal and Meta secrets in the configuration vault. If empty, nobody is given that role here. The role covers the configuration vault only, never the vault with identity data.')
param operatorPrincipalId string = ''

@description('Type of operatorPrincipalId. If empty, it is the type of the deploying principal if that is the one named (a person, or a pipeline\'s service principal); otherwise User.')
@allowed(['', 'User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = ''

@description('Whether the two vaults are reachable on their public endpoints (by authorised identities only, in any case). Disabled requires private endpoints and an app in their virtual network, which this template does not create.')
@allowed(['Enabled', 'Disabled'])
param vaultPublicNetworkAccess string = 'Enabled'

@description('Days for which a deleted secret can be recovered. Purge protection keeps it for exactly that long, so erased identity data also remains for that long. It cannot be changed once the vaults exist.')
@minValue(7)
@maxValue(90)
param softDeleteRetentionInDays int = 30

@description('Redundancy of the stored data: three zones by default.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Whether orchestrations are stored in the Durable Task Scheduler instead of the storage account. If so, host.json must name it too: see README.md.')
param useScheduler bool = false

@description('Days for which orchestrations are kept after they have ended; the Durable Task Scheduler keeps them for at most 90.')
@minValue(30)
@maxValue(3650)
param orchestrationDaysKept int = 90

@description('IP address ranges that may reach the scheduler (authorised identities only). A Flex Consumption app outside a virtual network has no fixed address.')
@minLength(1)
param schedulerIpAllowlist string[] = ['0.0.0.0/0']

@description('Maximum number of instances. It limits the cost, too.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Memory per instance, in megabytes.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Days for which logs and traces are kept.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 30

@description('Email address that is alerted when the app does not respond, its functions fail or messages become dead letters. If empty, nothing is monitored.')
param alertEmail string = ''

@description('Whether the storage account and the vault with identity data are locked against deletion. The deployment then needs permission to create locks.')
param lockData bool = true

@description('Further app settings, and other values for those below: these win. Each deployment replaces all settings of the app.')
param extraSettings { *: string } = {}

@description('Tags for every resource.')
param tags { *: string } = {}

// Only a person has a user principal name.
var deployerType = empty(deployer().?userPrincipalName) ? 'ServicePrincipal' : 'User'
var operatorType = !empty(operatorPrincipalType)
  ? operatorPrincipalType
  : operatorPrincipalId == deployer().objectId ? deployerType : 'User'

var suffix = uniqueString(resourceGroup().id, environmentName)
var allTags = union(tags, { 'azd-env-name': environmentName })
// host.json names the same hub.
var taskHubName = 'chatpay'

// A user-assigned identity, so that it has its roles before the app starts for the first time.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${suffix}'
  location: location
  tags: allTags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    location: location
    tags: allTags
    suffix: suffix
    retentionInDays: logRetentionInDays
    appPrincipalId: identity.properties.principalId
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    location: location
    tags: allTags
    suffix: suffix
    skuName: storageSku
    isLocked: lockData
    appPrincipalId: identity.properties.principalId
  }
}

module serviceBus 'modules/servicebus.bicep' = {
  params: {
    location: location
    tags: allTags
    suffix: suffix
    appPrincipalId: identity.properties.principalId
  }
}

module scheduler 'modules/scheduler.bicep' = if (useScheduler) {
  params: {
    location: location
    tags: allTags
    suffix: suffix
    ipAllowlist: schedulerIpAllowlist
    taskHubName: taskHubName
    daysKept: orchestrationDaysKept
    appPrincipalId: identity.properties.principalId
  }
}

// Two vaults, because a role covers a whole vault: whoever rotates the PayPal secret must not be able to read identity data.
module configurationVault 'modules/vault.bicep' = {
  params: {
    location: location
    tags: allTags
    name: 'kv-conf-${suffix}'
    publicNetworkAccess: vaultPublicNetworkAccess
    softDeleteRetentionInDays: softDeleteRetentionInDays
    workspaceId: monitoring.outputs.workspaceId
    isLocked: false
    grants: concat(
      [
        {
          principalId: identity.properties.principalId
          principalType: 'ServicePrincipal'
          role: roles.keyVaultSecretsUser
        }
      ],
      empty(operatorPrincipalId)
        ? []
        : [
            {
              principalId: operatorPrincipalId
              principalType: operatorType
              role: roles.keyVaultSecretsOfficer
            }
          ]
    )
  }
}

// Identity data, the sellers' Instagram tokens and the address key. Officer, because the app writes and deletes here.
module identityVault 'modules/vault.bicep' = {
  params: {
    location: location
    tags: allTags
    name: 'kv-data-${suffix}'
    publicNetworkAccess: vaultPublicNetworkAccess
    softDeleteRetentionInDays: softDeleteRetentionInDays
    workspaceId: monitoring.outputs.workspaceId
    isLocked: lockData
    grants: [
      {
        principalId: identity.properties.principalId
        principalType: 'ServicePrincipal'
        role: roles.keyVaultSecretsOfficer
      }
    ]
  }
}

var clientId = identity.properties.clientId
// A reference names no version and ends in a slash: without the slash, Azure has kept an earlier version after a rotation.
var secrets = '@Microsoft.KeyVault(SecretUri=${configurationVault.outputs.uri}secrets'

var schedulerSettings = useScheduler
  ? {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};Authentication=ManagedIdentity;ClientID=${clientId};TaskHub=${taskHubName}'
    }
  : {}

module app 'modules/app.bicep' = {
  params: {
    location: location
    tags: allTags
    suffix: suffix
    identityId: identity.id
    packagesUrl: storage.outputs.packagesUrl
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    settings: union(schedulerSettings, {
      // The identity that the app's own clients use.
      AZURE_CLIENT_ID: clientId
      AzureWebJobsStorage__accountName: storage.outputs.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: clientId
      // The app itself answers at its root; without this, the host's own page is shown until the app has started.
      AzureWebJobsDisableHomepage: 'true'
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
      ServiceBus__fullyQualifiedNamespace: serviceBus.outputs.fullyQualifiedNamespace
      ServiceBus__credential: 'managedidentity'
      ServiceBus__clientId: clientId
      Tables__Endpoint: storage.outputs.tableEndpoint
      KeyVault__Uri: identityVault.outputs.uri
      Auth__Authority: authAuthority
      Auth__Audience: authAudience
      SignIn__ClientId: signInClientId
      SignIn__Scope: signInScope
      // Used by the local platform only.
      Pages__DeveloperPage: ''
      // Empty means the app's own host name, which the platform provides.
      Public__BaseUrl: publicBaseUrl
      // Six-field NCRONTAB, UTC.
      PayoutSweepSchedule: '0 0 */2 * * *'
      OrphanReplaySchedule: '0 30 5 * * *'
      DeadLetterSchedule: '0 15 * * * *'
      DebtLimitSchedule: '0 0 4 * * *'
      ReconciliationSchedule: '0 0 3 * * *'
      PayPal__BaseUrl: payPalBaseUrl
      PayPal__ClientId: '${secrets}/paypal-client-id/)'
      PayPal__ClientSecret: '${secrets}/paypal-client-secret/)'
      PayPal__MerchantId: payPalMerchantId
      PayPal__WebhookId: '${secrets}/paypal-webhook-id/)'
      Mail__Host: mailHost
      Mail__From: mailFrom
      Mail__UserName: empty(mailHost) ? '' : '${secrets}/mail-user-name/)'
      Mail__Password: empty(mailHost) ? '' : '${secrets}/mail-password/)'
      Alerts__MailTo: mailAlertsTo
      InstagramRefreshSchedule: '0 45 2 * * *'
      AddressPurgeSchedule: '0 0 2 * * *'
      IdentitySchedule: '0 15 2 * * *'
      SecretSweepSchedule: '0 50 */6 * * *'
      // Monthly.
      AddressKeySchedule: '0 30 1 1 * *'
      LinkKeySchedule: '0 45 1 1 * *'
      WatchdogSchedule: '0 20 */2 * * *'
      // On Sundays.
      OrchestrationPurgeSchedule: '0 30 4 * * 0'
      Orchestrations__DaysKept: string(orchestrationDaysKept)
      Instagram__AppId: instagramAppId
      Instagram__AppSecret: '${secrets}/instagram-app-secret/)'
      Instagram__VerifyToken: '${secrets}/instagram-verify-token/)'
    })
    extraSettings: extraSettings
  }
}

// Where buyers, PayPal and Meta reach the app, with a slash at the end.
var ownAddress = empty(publicBaseUrl) ? app.outputs.endpoint : publicBaseUrl
var address = endsWith(ownAddress, '/') ? ownAddress : '${ownAddress}/'

module alerts 'modules/alerts.bicep' = if (!empty(alertEmail)) {
  params: {
    location: location
    tags: allTags
    suffix: suffix
    email: alertEmail
    healthUrl: '${address}api/health/ready'
    namespaceId: serviceBus.outputs.id
    insightsId: monitoring.outputs.insightsId
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('Base address of the app.')
output endpoint string = app.outputs.endpoint

@description('Webhook URL to register at PayPal.')
output payPalWebhookUrl string = '${address}api/webhooks/paypal'

@description('Callback URL to register at Meta.')
output metaWebhookUrl string = '${address}api/webhooks/meta'

@description('OAuth redirect URI to register at Meta (Instagram business login).')
output instagramRedirectUri string = '${address}api/v1/connect/instagram/callback'

@description('Deauthorize callback URL to register at Meta.')
output metaWithdrawalUrl string = '${address}api/webhooks/meta-withdrawal'

@description('Name of the function app, for publishing.')
output functionAppName string = app.outputs.name

@description('Resource ID of the function app, for reloading its settings.')
output functionAppId string = app.outputs.id

@description('Name of the vault for the PayPal and Meta secrets.')
output configurationVaultName string = configurationVault.outputs.name
