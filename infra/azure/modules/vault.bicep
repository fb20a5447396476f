metadata description = 'A Key Vault: roles instead of access policies, deletions that can be undone, every access on record.'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags { *: string }

@description('Name of the vault.')
@maxLength(24)
param name string

@description('Whether the vault is reachable on its public endpoint.')
@allowed(['Enabled', 'Disabled'])
param publicNetworkAccess string

@description('Days for which a deleted secret can be recovered and cannot be purged.')
@minValue(7)
@maxValue(90)
param softDeleteRetentionInDays int

@description('Whether the vault is locked against deletion.')
param isLocked bool

@description('Resource ID of the Log Analytics workspace for access logs. They name secrets, never their values.')
param workspaceId string

@description('Role assignments on the secrets of this vault.')
param grants {
  principalId: string
  principalType: ('ServicePrincipal' | 'User' | 'Group')
  @description('ID of the role.')
  role: string
}[]

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: softDeleteRetentionInDays
    publicNetworkAccess: publicNetworkAccess
  }
}

// Protects the resource itself. What is in it can still be changed and deleted by whoever may.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  name: 'keep-data'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds data that exists nowhere else. README.md says how to delete a deployment.'
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    name: guid(vault.id, grant.principalId, grant.role)
    scope: vault
    properties: {
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
    }
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('Address of the vault, ending in a slash.')
output uri string = vault.properties.vaultUri
