metadata description = 'The Durable Task Scheduler: where the orchestrations live.'

import { roles } from 'roles.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags { *: string }

@description('Suffix that makes resource names unique.')
@minLength(13)
param suffix string

@description('IP address ranges that may connect. If empty, nobody can.')
@minLength(1)
param ipAllowlist string[]

@description('Name of the task hub: hubName in host.json.')
param taskHubName string

@description('Days for which orchestrations are kept after they have ended; at most 90 count.')
@minValue(1)
param daysKept int

@description('Principal ID of the app\'s identity.')
param appPrincipalId string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: 'dts-${suffix}'
  location: location
  tags: tags
  properties: {
    ipAllowlist: ipAllowlist
    sku: {
      name: 'Consumption'
    }
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: taskHubName
}

// Of all task hubs and all states in which an orchestration has ended. Without it, the scheduler keeps them for 30 days.
resource retention 'Microsoft.DurableTask/schedulers/retentionPolicies@2025-11-01' = {
  parent: scheduler
  name: 'default'
  properties: {
    retentionPolicies: [
      {
        retentionPeriodInDays: min(daysKept, 90)
      }
    ]
  }
}

resource appRunsOrchestrations 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(taskHub.id, appPrincipalId, roles.durableTaskDataContributor)
  scope: taskHub
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.durableTaskDataContributor
    )
  }
}

@description('Endpoint of the scheduler.')
output endpoint string = scheduler.properties.endpoint
