metadata description = 'Log Analytics and Application Insights; telemetry is accepted from the app\'s identity only.'

import { roles } from 'roles.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags { *: string }

@description('Suffix that makes resource names unique.')
@minLength(13)
param suffix string

@description('Days for which logs and traces are kept.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('Principal ID of the app\'s identity.')
param appPrincipalId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionInDays
    features: {
      disableLocalAuth: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource appPublishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appPrincipalId, roles.monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
  }
}

@description('Connection string of the telemetry endpoint. It is not a secret while local authentication is off.')
output connectionString string = insights.properties.ConnectionString

@description('Resource ID of the workspace for audit logs.')
output workspaceId string = workspace.id

@description('Where the telemetry goes.')
output insightsId string = insights.id
