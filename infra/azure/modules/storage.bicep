metadata description = 'The account with the app\'s tables, the orchestrations, the host\'s leases and the deployed package. It has no usable keys.'

import { roles } from 'roles.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags { *: string }

@description('Suffix that makes resource names unique.')
@minLength(13)
param suffix string

@description('Redundancy of the storage account.')
param skuName string

@description('Whether the account is locked against deletion.')
param isLocked bool

@description('Principal ID of the app\'s identity.')
param appPrincipalId string

var packagesContainer = 'packages'

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: 'st${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: skuName
  }
  properties: {
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: packagesContainer
    }
  }
}

// Protects the resource itself. What is in it can still be changed and deleted by whoever may.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  name: 'keep-data'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the books. README.md says how to delete a deployment.'
  }
}

// The host keeps leases and keys in blobs, and reads its package from one; its documented role assignments ask for Owner.
resource hostOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, roles.storageBlobDataOwner)
  scope: account
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

// Contributor at the account, not at a table: the app creates its own tables.
resource appUsesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, roles.storageTableDataContributor)
  scope: account
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageTableDataContributor
    )
  }
}

// The durable extension keeps its messages in queues, which it creates.
resource hostUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, roles.storageQueueDataContributor)
  scope: account
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageQueueDataContributor
    )
  }
}

@description('Name of the storage account, for the host.')
output name string = account.name

@description('Table endpoint, for the app.')
output tableEndpoint string = account.properties.primaryEndpoints.table

@description('URL of the container with the deployed package.')
output packagesUrl string = '${account.properties.primaryEndpoints.blob}${packagesContainer}'
